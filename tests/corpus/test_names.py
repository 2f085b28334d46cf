from __future__ import annotations

import pytest

from corpus.names import NameKind, company_names, names_of


def titles(title: str) -> set[str]:
    """The names of kind TITLE that a document with this title has."""
    return {
        name for kind, name in names_of(title, None, is_company=False) if kind is NameKind.TITLE
    }


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2030年前碳达峰行动方案", "2030年前碳达峰行动方案"),
        ("碳排放权交易管理办法（试行）", "碳排放权交易管理办法"),
        ("智能光伏产业创新发展行动计划（2021-2025年）", "智能光伏产业创新发展行动计划"),
        ("国务院关于印发《2030年前碳达峰行动方案》的通知", "2030年前碳达峰行动方案"),
        (
            "国家发展改革委等部门关于发布《高耗能行业重点领域能效标杆水平（2021年版）》的通知",
            "高耗能行业重点领域能效标杆水平",
        ),
        ("江西省人民政府办公厅关于支持江西省电力发展的若干意见", "支持江西省电力发展的若干意见"),
        ("共同构建人与自然生命共同体——在“领导人气候峰会”上的讲话", "在领导人气候峰会上的讲话"),
        ("北京市可再生能源电力消纳保障工作方案(试行)", "北京市可再生能源电力消纳保障工作方案"),
        pytest.param(
            "国务院关于印发2030年前碳达峰行动方案的通知",
            "2030年前碳达峰行动方案",
        ),
    ],
)
def test_a_document_is_called_by_this_too(title: str, name: str) -> None:
    assert name in titles(title)


def test_a_whole_title_is_a_name_in_compatibility_form() -> None:
    assert "金融机构ESG指南2021版" not in titles("金融机构ＥＳＧ指南（２０２１版）")
    assert "金融机构esg指南2021版" in titles("金融机构ＥＳＧ指南（２０２１版）")


def test_a_name_of_less_than_four_letters_is_none() -> None:
    assert titles("通知") == set()
    assert titles("碳路——实施方案") == {"碳路实施方案", "实施方案"}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("中国华能集团有限公司", ["中国华能集团", "中国华能", "华能"]),
        ("包头钢铁（集团）有限责任公司", ["包头钢铁集团", "包头钢铁"]),
        ("中国石油化工股份有限公司", ["中国石油化工", "石油化工"]),
        ("国家电网有限公司", ["国家电网"]),
        ("阿里巴巴集团", ["阿里巴巴集团", "阿里巴巴"]),
        ("鞍钢集团 有限公司", ["鞍钢集团", "鞍钢"]),
    ],
)
def test_a_company_is_called_without_legal_form_and_country(title: str, names: list[str]) -> None:
    found = list(names_of(title, None, is_company=True))
    assert found == [(NameKind.COMPANY, name) for name in names]


def test_a_company_named_after_its_country_alone_keeps_it() -> None:
    assert "建" not in company_names("中国建集团")


def test_a_number_is_a_name_in_compatibility_form() -> None:
    (number,) = names_of(None, "国发〔２０２１〕２３号", is_company=False)
    assert number == (NameKind.NUMBER, "国发〔2021〕23号")


def test_nothing_printed_is_no_name() -> None:
    assert list(names_of(None, None, is_company=False)) == []
