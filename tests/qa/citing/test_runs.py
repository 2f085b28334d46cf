from __future__ import annotations

from qa.citing.runs import Run, cover, find_runs

TEXT = "到2030年全国非化石能源消费比重达到25%左右"


def held(wording: str, text: str = TEXT) -> list[str]:
    return [wording[run.start : run.end] for run in find_runs(wording, text)]


def test_runs_are_as_long_as_they_can_be() -> None:
    wording = "到2030年非化石能源消费占比达到25%左右"
    assert held(wording) == ["到2030年", "非化石能源消费", "达到25%左右"]
    assert cover(find_runs(wording, TEXT), wording) == 20 / 22


def test_a_part_of_a_figure_is_no_run() -> None:
    assert held("比重达到5%左右") == ["比重达到"]
    assert held("比重达到2%左右") == ["比重达到"]
    assert held("2030年") == ["2030年"]
    assert held("030年") == []


def test_repeated_words_are_found_where_the_wording_goes_on() -> None:
    text = "推动碳达峰工作推动碳中和工作"
    assert find_runs("推动碳中和工作", text) == (Run(0, 7, 7),)
    assert find_runs("碳达峰工作推动碳中和工作", text)[0] == Run(0, 2, 12)


def test_nothing_in_common() -> None:
    assert find_runs("今天天气怎么样", TEXT) == ()
    assert cover((), "今天") == cover((), "") == 0
