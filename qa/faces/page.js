// The server sends who reads English the words of these scripts, and nothing to others.
const words = () => window.gradio_config?.words;
const say = (chinese) => words()?.[chinese] ?? chinese;

// Gradio calls every page English, by which screen readers and fonts would go.
document.documentElement.lang = words() ? "en" : "zh-CN";

// Within an English page the words of documents and users are Chinese.
const CHINESE = `.question, .answer, .draft, .card .source, .card .text, .beside .text, .whole, .words,
  .welcome li, .open .title, #catalogue tbody :is(th, td), #document-head :is(h2, dd), .parts nav li,
  .report .draft p, .report bdi, .report blockquote`;
function markChinese() {
  for (const one of document.querySelectorAll(CHINESE)) one.lang ||= "zh-CN";
}
if (words())
  new MutationObserver(markChinese).observe(document.documentElement, { childList: true, subtree: true });

// Copies what stands beside a button of the class "copy", with no other host and no permission.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not over plain HTTP from another machine: the older way.
    const box = document.createElement("textarea");
    box.value = text;
    box.style.cssText = "position:fixed;opacity:0";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }
}

function sayAloud(text) {
  let region = document.getElementById("said");
  if (!region) {
    region = document.createElement("div");
    region.id = "said";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("button.copy");
  if (!button) return;
  const text = button.closest(".copied").querySelector(".words").textContent;
  const said = (await copyText(text)) ? say("已复制") : say("请选中文字后复制");
  button.focus();
  button.textContent = said;
  sayAloud(said);
  setTimeout(() => { button.textContent = say("复制"); }, 2000);
});

// While Chinese is being composed, the letters typed are no text to look up.
for (const [name, composing] of [["compositionstart", "yes"], ["compositionend", ""]])
  document.addEventListener(name, ({ target }) => { target.dataset.composing = composing; });

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// The text of a box once its writer has paused.
window.settledText = async (selector) => {
  const box = document.querySelector(selector);
  for (let before = null; before !== box.value || box.dataset.composing; await wait(300))
    before = box.value;
  return box.value;
};

// Have the browser save a file that has just been made.
window.saveFile = (address, name) => {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
};

// Gradio's lists of choices are narrowed at a key only; composed and pasted text has none.
function narrow({ target, isComposing }) {
  if (target.getAttribute?.("role") !== "combobox" || isComposing) return;
  const press = () => target.dispatchEvent(new KeyboardEvent("keydown", { key: "Unidentified", bubbles: true }));
  setTimeout(press);
}
document.addEventListener("input", narrow);
document.addEventListener("compositionend", narrow);
