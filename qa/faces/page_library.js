// A control with data-box writes its data-value into a hidden box, which tells the server.
function writeBox(id, value) {
  const box = document.querySelector(`#${id} textarea, #${id} input`);
  if (!box) return false;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// Runs once when something within an element is another, as after an answer of the server.
function whenChanged(selector, act) {
  const watcher = new MutationObserver(() => {
    const found = document.querySelector(selector);
    if (found && act(found) !== false) watcher.disconnect();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
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
  whenChanged("#catalogue table", () => document.querySelector("#library-search :is(input, textarea)")?.focus());
};

function openDocument(id, clause) {
  document.querySelectorAll("#document-head h2, .whole").forEach((old) => old.setAttribute("data-old", ""));
  if (!writeBox("library-open", id)) return false;
  nameDocument(id);
  whenChanged(clause ? ".whole:not([data-old])" : "#document-head :is(h2:not([data-old]), [role=alert])", (found) => {
    const target = (clause && document.getElementById(`clause-${clause}`)) || found;
    target.scrollIntoView({ block: clause ? "center" : "start" });
    target.focus({ preventScroll: true });
  });
  return true;
}

document.addEventListener("click", (event) => {
  const control = event.target.closest?.("[data-box]");
  if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { box, value, key } = control.dataset;
  if (box === "library-open") {
    openDocument(value, new URL(control.href).searchParams.get("clause"));
    return;
  }
  if (!writeBox(box, value) || !key) return;
  control.setAttribute("data-old", "");
  // What is drawn anew takes the focus away.
  whenChanged(`[data-key="${key}"]:not([data-old])`, (found) => found.focus());
});

// ?doc=ID (and &clause=N) opens a document as soon as its tab is there.
addEventListener("load", () => {
  const asked = new URL(location.href).searchParams;
  const id = asked.get("doc");
  if (!id) return;
  const clause = asked.get("clause");
  let tries = 0;
  const timer = setInterval(() => {
    const tab = [...document.querySelectorAll("[role=tab]")].find((one) => one.textContent.trim() === "文件库");
    if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
    else if (tab && openDocument(id, clause)) clearInterval(timer);
    if (++tries > 100) clearInterval(timer);
  }, 200);
});
