// Sends a file in parts while the rest of the form is filled in, and goes on where a broken line stopped it (tus 1.0).
// Without this the form sends the file itself.

const SLICE = 1 << 20;
const WAITS = [1, 2, 4, 8, 16, 30];

class Refusal extends Error {}

const form = document.querySelector("form[data-uploads]");
const input = form.querySelector("input[type=file]");
const told = {
  state: form.querySelector("[data-upload-state]"),
  words: form.querySelector("[data-upload-words]"),
  progress: form.querySelector("[data-upload-progress]"),
};
const fileName = input.name;
let sending = null;
let turn = 0;

input.addEventListener("change", () => begin(input.files[0]));

form.addEventListener("submit", async (event) => {
  if (!sending) return;
  event.preventDefault();
  say("The file is still on its way. The form is sent as soon as it has come.");
  await sending;
  if (form.elements.upload.value) form.requestSubmit();
});

function begin(file) {
  turn += 1;
  form.elements.upload.value = "";
  input.name = fileName;
  form.querySelector("[data-upload-kept]")?.remove();
  if (!file) {
    told.state.hidden = true;
    sending = null;
    return;
  }
  const mine = turn;
  sending = send(file, mine).catch((fault) => failed(fault, mine)).finally(() => {
    if (mine === turn) sending = null;
  });
}

async function send(file, mine) {
  const key = `upload ${form.dataset.uploads} ${file.name} ${file.size} ${file.lastModified}`;
  let address = localStorage.getItem(key);
  let offset = address ? await howFar(address) : null;
  if (offset === null) {
    address = await announce(file);
    localStorage.setItem(key, address);
    offset = 0;
  }
  for (let tries = 0; offset < file.size; ) {
    if (mine !== turn) return;
    show(file, offset);
    try {
      offset = await sendPart(address, file.slice(offset, offset + SLICE), offset);
      tries = 0;
    } catch (fault) {
      if (fault instanceof Refusal || tries === WAITS.length) throw fault;
      say(`The line broke. ${file.name} goes on by itself when it is back.`);
      await new Promise((wake) => setTimeout(wake, 1000 * WAITS[tries++]));
      offset = (await howFar(address).catch(() => offset)) ?? offset;
    }
  }
  localStorage.removeItem(key);
  if (mine !== turn) return;
  told.progress.hidden = true;
  say(`${file.name} has been sent. Add it to the entry below.`);
  form.elements.upload.value = address.match(/[0-9a-f-]{36}/)[0];
  // It has come: the form need not send it a second time.
  input.removeAttribute("name");
}

async function announce(file) {
  const name = btoa(String.fromCodePoint(...new TextEncoder().encode(file.name)));
  const answer = await ask(form.dataset.uploads, "POST", { "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` });
  return answer.headers.get("Location");
}

async function howFar(address) {
  const answer = await fetch(address, { method: "HEAD", credentials: "same-origin" });
  return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
}

async function sendPart(address, part, offset) {
  const headers = { "Upload-Offset": offset, "Content-Type": "application/offset+octet-stream" };
  const answer = await ask(address, "PATCH", headers, part);
  return Number(answer.headers.get("Upload-Offset"));
}

async function ask(address, method, headers, body) {
  const ours = { "Tus-Resumable": "1.0.0", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  const answer = await fetch(address, { method, body, credentials: "same-origin", headers: { ...ours, ...headers } });
  if (answer.ok) return answer;
  const text = answer.headers.get("Content-Type")?.startsWith("text/plain") ? await answer.text() : "";
  // 409: a part came twice or out of order; where to go on is asked again. 5xx: it may work in a moment.
  if (answer.status === 409 || answer.status >= 500) throw new Error(text);
  throw new Refusal(text);
}

function failed(fault, mine) {
  if (mine !== turn) return;
  told.progress.hidden = true;
  if (!(fault instanceof Refusal)) {
    say("The file could not be sent in parts. It is sent with the form instead.");
    return;
  }
  input.value = "";
  say(fault.message || "The file could not be sent. Load the page again, and choose it once more.");
}

function show(file, offset) {
  const percent = Math.floor((100 * offset) / file.size);
  told.progress.value = percent;
  told.progress.hidden = false;
  say(`Sending ${file.name}: ${percent} %`);
}

function say(words) {
  told.words.textContent = words;
  told.state.hidden = false;
}
