// Makes the chat page livelier; without it every form still works. All words come from the page, all data
// goes into text nodes. Focus is never moved by a message that arrives.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const list = find("lines");
  const box = find("text");
  const composer = find("composer");
  const live = find("live");
  const jump = find("jump");
  const base = document.body.dataset.base;
  const token = composer.elements.token.value;
  const say = (name) => document.querySelector(`#words [data-word=${name}]`).textContent;
  const status = (name) => { find("status").textContent = name ? say(name) : ""; };
  const problem = (words) => { find("problem").textContent = words; };

  // What must survive a reload: the draft, what is not sent yet, and how far this tab has read aloud.
  const mine = `chat.${token.slice(0, 12)}.`;
  const store = {
    get(name) { try { return JSON.parse(sessionStorage.getItem(mine + name)); } catch { return null; } },
    set(name, value) { try { sessionStorage.setItem(mine + name, JSON.stringify(value)); } catch { /* full or not allowed */ } },
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const tray = window.chatPhotos?.({ base, token, store, say, status, problem });

  // ---- Lines

  let after = Number(list.dataset.after);
  let atEnd = true;
  let firstUnread = null;

  const part = (item, name, words) => {
    const found = item.querySelector(name);
    if (words) found.textContent = words;
    return found;
  };

  const tongue = (element, line) => {
    element.lang = line.language || document.documentElement.lang;
    element.dir = line.direction || "auto";
  };

  function build(line) {
    const sample = document.querySelector(`template[data-who=${line.who}]`);
    const item = sample.content.firstElementChild.cloneNode(true);
    if (line.seq) { item.dataset.seq = line.seq; item.id = `line-${line.seq}`; } else delete item.dataset.seq;
    part(item, ".who", line.by);
    const time = part(item, "time", line.time);
    if (line.at) time.dateTime = line.at; else time.remove();
    tongue(part(item, ".said"), line);
    part(item, ".said .text", line.text);
    fill(item.querySelector(".photos"), line.photos, (entry, ref) => {
      entry.querySelector("a").href = `${base}/photos/${ref}`;
      const image = entry.querySelector("img");
      image.src = `${base}/photos/${ref}/small`;
      image.alt = `${say("photo")} ${line.photos.indexOf(ref) + 1}`;
    });
    fill(item.querySelector(".links"), line.links, (entry, link) => {
      const anchor = part(entry, "a", link.label);
      if (/^(https?:|tel:|mailto:|\/)/.test(link.url)) anchor.href = link.url; else anchor.removeAttribute("href");
    });
    const choices = item.querySelector(".choices");
    tongue(choices, line);
    fill(choices.querySelector("ul"), line.choices, (entry, choice) => {
      part(entry, ".key", choice.key);
      part(entry, ".label", choice.label);
      entry.querySelector("button").value = choice.id;
    });
    if (!line.choices?.length) choices.remove();
    if (line.english) part(item, ".english [lang=en]", line.english); else item.querySelector(".english").remove();
    if (!line.machine) item.querySelector(".machine").remove();
    if (line.choices?.length && !line.open) close(item);
    return item;
  }

  function fill(holder, things, write) {
    if (!things?.length) { holder?.remove(); return; }
    const sample = holder.firstElementChild;
    for (const thing of things) {
      const entry = sample.cloneNode(true);
      write(entry, thing);
      holder.append(entry);
    }
    sample.remove();
  }

  // Choices that were answered stay readable. The one that has the focus keeps it until the person moves on.
  function close(item) {
    for (const button of item.querySelectorAll(".choices button:not([aria-disabled])")) {
      const flatten = () => {
        const entry = button.parentElement;
        entry.className = "closed";
        entry.replaceChildren(...button.children);
      };
      if (button !== document.activeElement) { flatten(); continue; }
      button.setAttribute("aria-disabled", "true");
      button.addEventListener("blur", flatten, { once: true });
    }
  }

  function add(line) {
    if (list.querySelector(`[data-seq="${line.seq}"]`)) return;
    if (line.who === "resident") {
      unsent.find((sent) => sent.words.trim() === line.text && `${sent.photos || ""}` === `${line.photos}`)?.item?.remove();
    }
    // What the assistant offered is over once somebody else has spoken.
    if (line.who === "resident" || line.who === "adviser") list.querySelectorAll(".line").forEach(close);
    const item = build(line);
    let before = list.lastElementChild;
    while (before && !(Number(before.dataset.seq) < line.seq)) before = before.previousElementSibling;
    if (before) before.after(item); else list.prepend(item);
    after = Math.max(after, line.seq);
    show(item, line);
  }

  function show(item, line) {
    begun();
    if (line.who !== "resident") announce(item, line);
    if (atEnd || line.who === "resident") { settle(); return; }
    firstUnread ??= item;
    jump.hidden = false;
  }

  // The first message takes the place of the welcome, as it does when the page is loaded anew.
  function begun() {
    if (!find("keep").hidden) return;
    find("keep").hidden = false;
    document.querySelector(".welcome").hidden = true;
    document.querySelector(".languages").open = false;
  }

  // The words to be read aloud, once, apart from the visible list: a list that is live is read again whole.
  function announce(item, line) {
    const words = document.createElement("p");
    tongue(words, line);
    const choices = (line.choices || []).map((choice) => `${choice.key}: ${choice.label}`);
    words.textContent = [`${part(item, ".who").textContent}: ${line.text}`, line.english, ...choices].filter(Boolean).join(". ");
    live.append(words);
    setTimeout(() => words.remove(), 15000);
    store.set("heard", Math.max(store.get("heard") || 0, line.seq));
  }

  const toEnd = () => window.scrollTo(0, document.documentElement.scrollHeight);

  // To the end, but an answer taller than the window is read from its first words: what is urgent comes
  // first, and a list of choices below must not push it out of sight.
  function settle() {
    toEnd();
    const first = [...list.querySelectorAll(".line.resident")].pop()?.nextElementSibling;
    if (!first) return;
    const top = Math.max(0, document.querySelector(".top").getBoundingClientRect().bottom) + 8;
    window.scrollBy(0, Math.min(0, first.getBoundingClientRect().top - top));
  }
  new IntersectionObserver(([seen]) => {
    atEnd = seen.isIntersecting;
    if (atEnd) { jump.hidden = true; firstUnread = null; }
  }, { rootMargin: "0px 0px 24px 0px" }).observe(find("bottom"));

  jump.addEventListener("click", () => {
    const target = firstUnread || list.lastElementChild;
    target.tabIndex = -1;
    target.scrollIntoView();
    target.focus({ preventScroll: true });
    jump.hidden = true;
    firstUnread = null;
  });

  // ---- Sending: in order, one at a time, each with an id of its own, so that trying again does nothing twice

  let unsent = store.get("unsent") || [];
  let busy = false;
  let tries = 0;
  let timer = 0;
  const keepUnsent = () => store.set("unsent", unsent.map(({ item, ...sent }) => sent));

  function pend(sent) {
    sent.item = build({ who: "resident", text: sent.words, photos: sent.photos });
    sent.item.classList.add("unsent");
    part(sent.item, ".by").append(` ${say("unsent")}`);
    list.append(sent.item);
    begun();
    toEnd();
  }

  function send(sent) {
    problem("");
    unsent.push(sent);
    keepUnsent();
    pend(sent);
    flush();
  }

  async function flush() {
    clearTimeout(timer);
    if (busy) return;
    busy = true;
    while (unsent.length && await deliver(unsent[0])) tries = 0;
    busy = false;
  }

  async function deliver(sent) {
    const done = waiting();
    try {
      const { id, text, choice, photos } = sent;
      const answer = await fetch(`${base}/messages`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Chat-Token": token },
        body: JSON.stringify({ id, text, choice, photos, after, language: document.documentElement.lang }),
        signal: AbortSignal.timeout(45000),
      });
      if (answer.status >= 500) throw new Error(answer.status);
      const data = await answer.json();
      sent.item.remove();
      unsent.shift();
      keepUnsent();
      status("");
      if (answer.ok) take(data); else refused(sent, data.error.words);
      return true;
    } catch {
      status(navigator.onLine ? "retry" : "offline");
      timer = setTimeout(flush, Math.min(30000, 1000 * 2 ** tries++));
      return false;
    } finally {
      done();
    }
  }

  // The dots are for the eyes; the ears are told once, and only when it takes long.
  function waiting() {
    const soon = setTimeout(() => { find("writing").hidden = false; if (atEnd) toEnd(); }, 400);
    const later = setTimeout(() => status("writing"), 4000);
    return () => { clearTimeout(soon); clearTimeout(later); find("writing").hidden = true; };
  }

  function refused(sent, words) {
    problem(words);
    tray?.putBack(sent.photos);
    if (!sent.choice && !box.value) { box.value = sent.words; store.set("draft", box.value); }
  }

  function take(data) {
    if (data.language !== document.documentElement.lang) {
      store.set("heard", after);
      store.set("focus", document.activeElement === box);
      location.reload();
      return;
    }
    // Forgotten: nothing is stored any more, and nothing stays on the screen but the last words.
    if (data.forgotten) { list.replaceChildren(); after = 0; tray?.take(); }
    data.lines.forEach(add);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-chat]")) { try { sessionStorage.clear(); } catch { /* not allowed */ } return; }
    event.preventDefault();
    const button = event.submitter;
    if (button?.getAttribute("aria-disabled")) return;
    if (form === composer) {
      box.focus();
      if (tray?.later(() => composer.requestSubmit())) return;
      const words = box.value.trim();
      const photos = tray?.take();
      if (!words && !photos?.length) return;
      box.value = "";
      store.set("draft", "");
      send({ id: newId(), text: words, words, ...(photos?.length && { photos }) });
    } else {
      const words = part(button, ".label").textContent;
      send({ id: newId(), [button.name]: button.value, words });
    }
  });

  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  box.addEventListener("input", () => store.set("draft", box.value));
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => status("offline"));

  // ---- Following: a stream, and asking at intervals where there is none

  let failures = 0;
  let polls = 0;
  let missed = 0;
  let lost = 0;

  function disconnected() {
    lost ||= setTimeout(() => { lost = -1; status(navigator.onLine ? "lost" : "offline"); }, 3000);
  }

  function connected() {
    if (lost === -1) { status("back"); setTimeout(() => status(""), 5000); }
    clearTimeout(lost);
    lost = 0;
    failures = 0;
    if (unsent.length) flush();
  }

  function follow() {
    if (!window.EventSource) { poll(); return; }
    const source = new EventSource(`${base}/events?after=${after}`);
    source.onopen = connected;
    source.addEventListener("line", (event) => add(JSON.parse(event.data)));
    source.onerror = () => {
      disconnected();
      if (source.readyState !== EventSource.CLOSED && ++failures < 3) return;
      source.close();
      poll();
    };
  }

  async function poll() {
    let pause = 3000;
    try {
      const answer = await fetch(`${base}/messages?after=${after}`);
      if (!answer.ok) throw new Error(answer.status);
      (await answer.json()).lines.forEach(add);
      connected();
      missed = 0;
    } catch {
      disconnected();
      pause = Math.min(30000, 2000 * 2 ** missed++);
    }
    setTimeout(++polls % 10 ? poll : follow, pause);
  }

  // ---- In a frame: the page around it may know how tall we are, and that we are to be closed

  const parent = document.body.dataset.parent;
  if (parent && window.parent !== window) {
    const tell = (message) => window.parent.postMessage(message, parent);
    new ResizeObserver(() => tell({ snicket: "height", height: document.documentElement.scrollHeight })).observe(document.body);
    find("close").hidden = false;
    find("close").addEventListener("click", () => tell({ snicket: "close" }));
  }

  // ---- Begin

  const print = find("print");
  if (print) {
    print.parentElement.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  if (!box.value) box.value = store.get("draft") || "";
  const heard = store.get("heard");
  if (heard !== null) {
    for (const item of list.querySelectorAll(".line:not(.resident)")) {
      if (Number(item.dataset.seq) <= heard) continue;
      const said = part(item, ".said");
      announce(item, { seq: Number(item.dataset.seq), text: part(said, ".text").textContent, language: said.lang, direction: said.dir });
    }
  }
  if (store.get("focus")) box.focus();
  store.set("focus", false);
  unsent.forEach(pend);
  if (after) { settle(); document.fonts.ready.then(settle); }
  follow();
  flush();
})();
