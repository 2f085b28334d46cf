// A control with data-box writes its data-value into a hidden box, which tells the server.
function writeBox(id, value) {
  const box = document.querySelector(`#${id} textarea, #${id} input`);
  if (!box) return false;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// Runs once when an element has come that can be seen, as after an answer of the server.
function whenShown(selector, act) {
  const watcher = new MutationObserver(() => {
    const found = document.querySelector(selector);
    if (!found?.offsetParent) return;
    watcher.disconnect();
    act(found);
  });
  watcher.observe(document.body, { childList: true, subtree: true, attributeFilter: ["class", "style"] });
  setTimeout(() => watcher.disconnect(), 30000);
}

// The address names the open document, so that it can be sent to others.
function nameDocument(id) {
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("clause");
  if (id) address.searchParams.set("doc", id);
  else address.searchParams.delete("doc");
  history.replaceState(history.state, "", address);
}

window.libraryClosed = () => {
  nameDocument("");
  whenShown("#library-search :is(input, textarea)", (found) => found.focus());
};

// Leads to what a control has opened, once it is drawn anew.
function lead(box, value, selector, within) {
  document.querySelectorAll(selector).forEach((old) => old.setAttribute("data-old", ""));
  if (!writeBox(box, value)) return false;
  // Gradio loses an answer now and then that comes while its stream is being closed.
  const again = setTimeout(() => writeBox(box, `${value} `), 4000);
  whenShown(`:is(${selector}):not([data-old])`, (found) => {
    clearTimeout(again);
    const target = document.getElementById(within) ?? found;
    target.scrollIntoView({ block: target === found ? "start" : "center" });
    target.focus({ preventScroll: true });
  });
  return true;
}

function openDocument(id, clause) {
  const selector = clause ? ".whole" : "#document-head h2, #document-head [role=alert]";
  return lead("library-open", id, selector, `clause-${clause}`) && (nameDocument(id), true);
}

// Gradio sets a base address, so that a link to a place in the page would load the page anew
// without what stands behind the question mark.
document.addEventListener("click", (event) => {
  const place = event.target.closest?.('a[href^="#"]')?.getAttribute("href");
  if (!place || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = "";
  location.hash = place;
});

document.addEventListener("click", (event) => {
  const control = event.target.closest?.("[data-box]");
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { box, value, key } = control.dataset;
  if (box === "library-open") {
    openDocument(value, new URL(control.href).searchParams.get("clause"));
    return;
  }
  if (box === "report-open") {
    lead(box, value, "#report h2, #report [role=alert]");
    return;
  }
  if (!writeBox(box, value) || !key) return;
  control.setAttribute("data-old", "");
  // What is drawn anew takes the focus away.
  whenShown(`[data-key="${key}"]:not([data-old])`, (found) => found.focus());
});

// ?doc=ID (and &clause=N or #clause-N) opens a document as soon as its tab is there.
function openAsked() {
  const asked = new URL(location.href).searchParams;
  const id = asked.get("doc");
  const clause = asked.get("clause") ?? /^#clause-(\d+)$/.exec(location.hash)?.[1];
  if (!id) return;
  let tries = 0;
  const timer = setInterval(() => {
    const tab = [...document.querySelectorAll("[role=tab]")].find((one) => one.textContent.trim() === say("文件库"));
    const isOpen = tab?.getAttribute("aria-selected") === "true";
    if (tab && !isOpen) tab.click();
    if ((isOpen && openDocument(id, clause)) || ++tries > 150) clearInterval(timer);
  }, 200);
}
openAsked();
