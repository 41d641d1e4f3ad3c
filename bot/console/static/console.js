// Makes the helpline's pages live; without it every form still works. All data goes into text nodes, all markup comes
// from the server's own pages. Focus is never moved by what arrives.
"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const body = document.body;
  const token = body.dataset.token;
  const drift = Date.parse(body.dataset.now) - Date.now();
  const now = () => Date.now() + drift;
  const status = (words) => { find("status").textContent = words; };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  // ---- Waiting times tick without a reload

  function span(milliseconds) {
    const minutes = Math.floor(milliseconds / 60000);
    if (minutes < 1) return "under a minute";
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }
  function tick() {
    for (const time of document.querySelectorAll("[data-since]")) {
      const end = Math.min(now(), Date.parse(time.dataset.until) || Infinity);
      const words = span(end - Date.parse(time.dataset.since));
      if (time.textContent !== words) time.textContent = words;
    }
    lease();
  }

  // ---- What is remembered in this browser: the alerts for good, drafts until they are sent

  const kept = (store, name, value) => {
    try {
      if (value === undefined) return store.getItem(name);
      if (value === null) store.removeItem(name); else store.setItem(name, value);
    } catch { /* not allowed */ }
    return null;
  };
  const draft = (field) => `helpline.${location.pathname}.${field.id}`;
  function keepDraft(event) {
    if (event.target.matches("textarea")) kept(sessionStorage, draft(event.target), event.target.value || null);
  }
  function giveBack() {
    for (const field of document.querySelectorAll("textarea")) {
      if (!field.value) field.value = kept(sessionStorage, draft(field)) || "";
    }
    size();
  }

  // ---- Alerts: the number in the tab's title, and a short sound

  const wants = {
    title: kept(localStorage, "helpline.title") !== "no",
    sound: kept(localStorage, "helpline.sound") === "yes",
    alarm: kept(localStorage, "helpline.alarm") !== "no",
  };
  const plain = document.title;
  let audio = null;
  function badge(waiting) {
    for (const count of document.querySelectorAll("[data-waiting]")) count.textContent = waiting;
    document.title = wants.title && waiting ? `(${waiting}) ${plain}` : plain;
  }
  function beep(high) {
    if (!(high ? wants.alarm : wants.sound)) return;
    try {
      audio ??= new AudioContext();
      const tone = audio.createOscillator();
      const loud = audio.createGain();
      tone.frequency.value = high ? 880 : 523;
      loud.gain.setValueAtTime(.2, audio.currentTime);
      loud.gain.exponentialRampToValueAtTime(.001, audio.currentTime + .4);
      tone.connect(loud).connect(audio.destination);
      tone.start();
      tone.stop(audio.currentTime + .4);
    } catch { /* no sound here */ }
  }
  let last = null;
  function queue(counts) {
    badge(counts.waiting);
    if (last && counts.waiting > last.waiting) {
      status("Somebody has joined the queue.");
      if (counts.danger <= last.danger) beep(false);
    }
    const first = !last;
    last = counts;
    if (find("queue") && !first) refresh();
  }
  function alerts() {
    if (!find("alerts")) return;
    find("alerts").hidden = false;
    for (const button of document.querySelectorAll("[data-alert]")) {
      const name = button.dataset.alert;
      const show = () => button.setAttribute("aria-pressed", wants[name]);
      button.addEventListener("click", () => {
        wants[name] = !wants[name];
        kept(localStorage, `helpline.${name}`, wants[name] ? "yes" : "no");
        show();
        if (name !== "title") beep(name === "alarm");
        if (last) badge(last.waiting);
      });
      show();
    }
  }

  // ---- Danger: a banner until somebody has taken them; each is announced once in a tab and sounds once in a browser

  const told = new Map();
  function fresh(store, name, waiting) {
    const known = told.get(name) ?? new Set();
    for (const one of (kept(store, name) || "").split(" ")) known.add(one);
    const found = waiting.filter((one) => !known.has(one.reference));
    for (const one of found) known.add(one.reference);
    told.set(name, known);
    if (found.length) kept(store, name, Array.from(known).slice(-200).join(" "));
    return found;
  }
  function danger(waiting) {
    const list = find("alarms").querySelector("ul");
    const held = find("alarms").contains(document.activeElement) ? document.activeElement.dataset.reference : null;
    list.replaceChildren(...waiting.map((one) => {
      const item = document.createElement("li");
      const link = Object.assign(document.createElement("a"), { href: `/helpline/talk/${one.reference}`, textContent: `${one.what}, ${one.reference}` });
      link.dataset.reference = one.reference;
      item.append(link);
      return item;
    }));
    find("alarms").hidden = !waiting.length;
    if (held) list.querySelector(`[data-reference="${held}"]`)?.focus();
    const joined = fresh(sessionStorage, "helpline.announced", waiting);
    if (joined.length) alarm(`Danger: somebody in danger has joined the queue. ${joined.map((one) => `${one.what}, ${one.reference}.`).join(" ")}`);
    if (fresh(localStorage, "helpline.sounded", waiting).length) beep(true);
  }
  function alarm(words) {
    const said = find("alarm");
    if (said.querySelector("a")) return;
    said.textContent = words;
    setTimeout(() => { if (said.textContent === words) said.textContent = ""; }, 20000);
  }

  // ---- The page again: its live regions are put in the place of the old ones, what is being typed stays

  let soon = 0;
  let again = 0;
  function refresh() {
    if (soon) { again = 1; return; }
    soon = setTimeout(fetchPage, 150);
  }
  function fetchPage() {
    const asked = new XMLHttpRequest();
    asked.open("GET", location.href);
    asked.responseType = "document";
    asked.onload = () => {
      if (asked.status === 200 && asked.response?.body.dataset.token) {
        for (const region of document.querySelectorAll("[data-live]")) swap(region, asked.response.getElementById(region.id));
        tick();
      } else if (asked.status !== 200 || !asked.response?.body.dataset.token) signedOut();
    };
    asked.onloadend = () => {
      soon = 0;
      if (again) { again = 0; refresh(); }
    };
    asked.send();
  }
  function swap(old, fresh) {
    if (!fresh) { old.replaceChildren(); return; }
    const keep = old.dataset.keep;
    if (keep && old.querySelector(keep) && fresh.querySelector(keep)) return;
    const next = document.importNode(fresh, true);
    for (const field of old.querySelectorAll("textarea, select, input:not([type=hidden])")) {
      const its = field.id && next.querySelector(`#${CSS.escape(field.id)}`);
      const touched = field.matches("select") ? field === document.activeElement : field.value !== field.defaultValue;
      if (its && touched) its.value = field.value;
    }
    const held = old.contains(document.activeElement) ? handle(document.activeElement) : null;
    old.replaceWith(next);
    if (held) next.querySelector(held)?.focus();
  }
  function handle(element) {
    if (element.id) return `#${CSS.escape(element.id)}`;
    const label = element.getAttribute("aria-label");
    if (label) return `[aria-label="${CSS.escape(label)}"]`;
    return element.href ? `a[href="${element.getAttribute("href")}"]` : null;
  }

  // ---- Lines of the conversation

  const lines = find("lines");
  let after = lines ? Math.max(0, ...Array.from(lines.children, (item) => Number(item.dataset.seq))) : 0;
  function paragraph(kind, words, tag, dir) {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = words;
    if (tag) made.lang = tag;
    if (dir) made.dir = dir;
    return made;
  }
  function list(kind, label, words) {
    const made = document.createElement("ul");
    made.className = kind;
    made.setAttribute("aria-label", label);
    for (const one of words) made.append(Object.assign(document.createElement("li"), { textContent: one }));
    return made;
  }
  document.addEventListener("toggle", (event) => {
    if (event.target.open && event.target.matches(".photos details")) event.target.scrollIntoView({ block: "nearest" });
  }, true);
  // Shown only when asked for: the picture is fetched no sooner.
  function photos(refs) {
    const made = list("photos", "Photos", refs.map(() => ""));
    refs.forEach((ref, at) => {
      const page = `${location.pathname}/photo/${ref}`;
      const link = Object.assign(document.createElement("a"), { href: page });
      link.append(Object.assign(document.createElement("img"), { loading: "lazy", src: `${page}/small`, alt: `Photo ${at + 1}, open it large` }));
      const box = document.createElement("details");
      box.append(Object.assign(document.createElement("summary"), { textContent: `Show photo ${at + 1}` }), link);
      made.children[at].append(box);
    });
    return made;
  }
  function line(told) {
    if (!lines || lines.querySelector(`[data-seq="${told.seq}"]`)) return;
    const item = document.querySelector(`template[data-who=${told.who}]`).content.firstElementChild.cloneNode(true);
    item.dataset.seq = told.seq;
    item.querySelector(".who").textContent = told.by;
    if (told.urgent) item.classList.add("urgent");
    const time = item.querySelector("time");
    time.dateTime = told.at;
    time.textContent = told.time;
    item.querySelector(".text").replaceWith(paragraph("text", told.text, told.language, told.direction));
    if (told.choices.length) {
      const offered = list("offered", "Choices", told.choices);
      offered.lang = told.language;
      offered.dir = told.direction;
      item.append(offered);
    }
    if (told.media.length) item.append(list("media", "Files", told.media));
    if (told.photos.length) item.append(photos(told.photos));
    if (told.english) {
      const english = document.createElement("div");
      english.className = "english";
      english.append(paragraph("small", "In English"), paragraph("text", told.english));
      item.append(english);
    }
    if (told.machine) item.append(paragraph("small machine", "Translated by a computer; nobody has checked it."));
    if (told.delivery) item.append(paragraph("small delivery", told.delivery));
    if (told.understood) item.append(paragraph("small understood", `Understood as: ${told.understood}`));
    lines.append(item);
    after = told.seq;
    toEnd();
    announce(told);
  }
  function toEnd() {
    const scrolled = find("scrolled");
    if (scrolled) scrolled.scrollTop = scrolled.scrollHeight;
  }
  function announce(told) {
    const words = paragraph("", told.who === "adviser" ? "Sent." : `${told.by}: ${told.text} ${told.photos.map((_ref, at) => `Photo ${at + 1}.`).join(" ")}`.trim(), told.language, told.direction);
    find("live").append(words);
    setTimeout(() => words.remove(), 15000);
  }
  function here(names) {
    find("here").textContent = names.map((name) => `${name} is also here.`).join(" ");
  }

  // ---- The lease: renewed while the page is seen, at most once a minute

  let typed = false;
  let renewed = Date.now();
  function lease() {
    const held = find("lease");
    if (!held?.dataset.until) return;
    const left = Date.parse(held.dataset.until) - now();
    const minutes = Math.max(0, Math.ceil(left / 60000));
    const words = left > 0 ? `Yours for ${minutes} more min without a sign of you.` : "Your time has run out: it goes back to the queue.";
    if (held.textContent !== words) held.textContent = words;
  }
  async function renew() {
    const held = find("lease");
    if (!held || document.hidden || Date.now() - renewed < 60000) return;
    renewed = Date.now();
    const sent = new URLSearchParams({ token, typed: typed ? "1" : "0" });
    typed = false;
    const answer = await post(held.dataset.renew, sent);
    if (answer.until) held.dataset.until = answer.until;
    else if (answer.problem) refresh();
    lease();
  }

  // ---- Sending without leaving the page

  async function post(url, fields) {
    try {
      const answer = await fetch(url, { method: "POST", body: fields, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20000) });
      const data = await answer.json();
      if (data.signed_out) signedOut();
      return data;
    } catch {
      return { problem: "The connection is lost. What you typed is still here: try again." };
    }
  }
  async function send(form, button) {
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const fields = new URLSearchParams(new FormData(form, button));
    problem(form, "");
    const answer = await post(form.action, fields);
    delete form.dataset.busy;
    renewed = Date.now();
    if (!answer.done) { problem(form, answer.problem || "That did not work."); return; }
    form.elements.once.value = newId();
    const box = form.querySelector("textarea");
    if (box) {
      if (box.value === fields.get("words")) box.value = "";
      kept(sessionStorage, draft(box), box.value || null);
      box.focus();
      size();
    } else {
      status("Done.");
    }
    refresh();
  }
  function problem(form, words) {
    form.querySelector(".problem")?.remove();
    if (!words) return;
    const said = paragraph("problem", words);
    said.setAttribute("role", "alert");
    form.append(said);
  }
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-out]")) { try { sessionStorage.clear(); } catch { /* not allowed */ } return; }
    if (!form.matches("[data-send]")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) event.target.form.requestSubmit();
  });
  document.addEventListener("input", (event) => {
    typed = true;
    keepDraft(event);
    if (event.target.id === "words") size();
  });

  // ---- How long a reply is: the counting of accessibility/sms.py

  function measure(text, basic, extension) {
    const chars = Array.from(text);
    const gsm = chars.every((char) => basic.has(char) || extension.has(char));
    const widths = chars.map((char) => gsm ? (extension.has(char) ? 2 : 1) : char.length);
    const [single, part] = gsm ? [160, 153] : [70, 67];
    const units = widths.reduce((sum, width) => sum + width, 0);
    if (units <= single) return { units, segments: 1 };
    let segments = 1;
    let room = part;
    for (const width of widths) {
      if (width > room) { segments += 1; room = part; }
      room -= width;
    }
    return { units, segments };
  }
  function size() {
    const form = find("reply");
    const box = find("words");
    if (!form || !box) return;
    const words = box.value.trim();
    const parts = [`${Array.from(words).length} of ${box.maxLength} characters`];
    if (form.dataset.basic) {
      const { segments } = measure(words, new Set(form.dataset.basic), new Set(form.dataset.extension));
      parts.push(`${segments} ${segments === 1 ? "text message" : "text messages"}`);
    }
    find("size").textContent = parts.join(", ");
  }

  // ---- Following

  function signedOut() {
    const said = find("alarm");
    if (said.querySelector("a")) return;
    const link = Object.assign(document.createElement("a"), { href: `/helpline/?back=${location.pathname}`, textContent: "Sign in again" });
    said.replaceChildren("You are signed out. What you typed stays in this tab. ", link);
  }
  let source = null;
  function follow() {
    const url = new URL(body.dataset.events, location.href);
    if (url.searchParams.has("after")) url.searchParams.set("after", after);
    source = new EventSource(url);
    const on = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
    on("queue", queue);
    on("danger", (news) => danger(news.waiting));
    on("line", line);
    on("here", (news) => here(news.names));
    on("changed", refresh);
    on("out", () => { source.close(); signedOut(); });
    source.onopen = () => status("");
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(async () => {
        const answer = await fetch(url, { method: "GET", headers: { Accept: "text/event-stream" } }).catch(() => null);
        answer?.body?.cancel();
        if (answer?.status === 401) signedOut(); else follow();
      }, 3000);
    };
  }

  giveBack();
  alerts();
  tick();
  setInterval(tick, 5000);
  setInterval(renew, 5000);
  document.addEventListener("visibilitychange", renew);
  toEnd();
  follow();
})();
