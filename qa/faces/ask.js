// The tab 问答. What a button within a dialogue or its list asks of the server; null for others.
let acted = null;

window.actOf = ({ target }) => {
  const button = target.closest?.("[data-act]");
  if (!button) return null;
  const { confirm: asked, ...act } = button.dataset;
  if (asked && !window.confirm(asked)) return null;
  acted = button.closest(".turn")?.id;
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

// What the server tells of a button stands below the answer that it is of.
window.tellActed = (told, address) => {
  const turn = acted && document.getElementById(acted);
  if (turn) turn.querySelector(".said").innerHTML = told;
  if (address) saveFile(address, "");
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
  if (target.closest?.("#stop")) sayAloud(say("正在停止"));
});

// A mark opens its clause; Esc or the clause's link leads back to the very mark.
let left = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#dialogue a, #evidence a.back");
  if (!link) return;
  // Not by the browser: the page has a base, from which a link would load it again.
  event.preventDefault();
  if (link.matches(".mark")) openSource(link);
  else if (link.matches(".back")) goBack();
  else openReasons(link.hash);
});

function openSource(mark) {
  const same = [...document.querySelectorAll(`#dialogue a.mark[href="${mark.hash}"]`)];
  left = { hash: mark.hash, number: same.indexOf(mark) };
  location.hash = mark.hash;
  showSource();
}

function openReasons(hash) {
  const fold = document.getElementById(hash.slice(1));
  fold.open = true;
  location.hash = hash;
  fold.scrollIntoView({ block: "center" });
  fold.querySelector("summary").focus({ preventScroll: true });
}

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
