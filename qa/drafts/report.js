// Shows and hides the findings of a verdict, wherever a report stands on the page.
document.addEventListener("change", ({ target }) => {
  const report = target.dataset?.verdict && target.closest(".report");
  if (report) report.classList.toggle("no-" + target.dataset.verdict, !target.checked);
});
