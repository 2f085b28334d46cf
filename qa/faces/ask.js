// The tab 问答. What a button within a dialogue or its list asks of the server; null for others.
window.actOf = ({ target }) => {
  const button = target.closest?.("[data-act]");
  if (!button) return null;
  const { confirm: asked, ...act } = button.dataset;
  if (asked && !window.confirm(asked)) return null;
  if (act.act === "rate") showRated(button);
  if (act.act === "note") act.text = button.parentElement.querySelector("input").value;
  return act;
};

function showRated(button) {
  for (const one of button.parentElement.querySelectorAll("[data-act=rate]"))
    one.setAttribute("aria-pressed", String(one === button));
  const noting = button.closest(".turn").querySelector(".noting");
  noting.hidden = false;
  noting.querySelector("input").focus();
}

window.saveFile = (address) => {
  if (!address) return;
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
};

function askFor(question) {
  const box = document.querySelector("#composer :is(textarea, input[type=text])[data-testid=textbox]");
  box.value = question;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  setTimeout(() => document.getElementById("send").click());
}

document.addEventListener("click", ({ target }) => {
  const example = target.closest?.("[data-ask]");
  if (example) askFor(example.dataset.ask);
  const fold = target.closest?.("button.fold");
  if (fold) fold.setAttribute("aria-expanded", String(fold.getAttribute("aria-expanded") !== "true"));
  if (target.closest?.("#stop")) sayAloud("正在停止");
});

// A mark opens its clause; Esc or the clause's link leads back to the very mark.
let left = null;

document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("#dialogue a.mark");
  if (mark) {
    const same = [...document.querySelectorAll(`#dialogue a.mark[href="${mark.hash}"]`)];
    left = { hash: mark.hash, number: same.indexOf(mark) };
    setTimeout(showSource);
  }
  if (event.target.closest?.("#evidence a.back")) {
    event.preventDefault();
    goBack();
  }
});

const opened = () => document.querySelector("#evidence .card:target");

function showSource() {
  const card = opened();
  if (!card) return;
  card.focus({ preventScroll: true });
  (card.querySelector("mark") ?? card).scrollIntoView({ block: "center" });
}

function goBack() {
  const card = opened();
  if (!card) return;
  const marks = document.querySelectorAll(`#dialogue a.mark[href="#${card.id}"]`);
  const mark = marks[left?.hash === `#${card.id}` ? left.number : 0];
  location.hash = mark?.closest(".turn")?.id ?? "dialogue";
  mark?.scrollIntoView({ block: "center" });
  mark?.focus({ preventScroll: true });
}

document.addEventListener("keydown", ({ key, isComposing }) => {
  if (key === "Escape" && !isComposing) goBack();
});

// What a link leads into that is folded is opened.
document.addEventListener("click", ({ target }) => {
  const why = target.closest?.("a.why");
  const fold = why && document.getElementById(why.hash.slice(1));
  if (fold) fold.open = true;
});

// Enter in the line for words with an opinion submits them.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches?.(".noting input")) return;
  event.target.parentElement.querySelector("button").click();
});

// The dialogue that is shown is shown again when the page is loaded again in the same tab.
addEventListener("pagehide", () => {
  const shown = document.querySelector("#dialogue .talk")?.dataset.dialogue ?? "";
  sessionStorage.setItem("tanwen-dialogue", shown);
});
