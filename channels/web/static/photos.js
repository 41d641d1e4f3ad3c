// Photos beside the text box: sent as soon as they are picked, shown, and taken back again if they are not wanted.
// Without this script the same field goes with the form. Loaded before the chat's own script, which calls it.
"use strict";
window.chatPhotos = ({ base, token, store, say, status, problem }) => {
  const input = document.getElementById("photos");
  const tray = document.getElementById("tray");
  const limit = Number(tray.dataset.limit);
  const most = Number(tray.dataset.most);
  const items = [];
  let waiting = null;
  let number = 0;

  // The field itself stays where it is and works by keyboard; its label takes on the looks of a button.
  input.form.classList.add("lively");
  input.removeAttribute("name");

  const coming = () => items.some((one) => !one.ref);
  const remember = () => store.set("photos", items.filter((one) => one.ref).map((one) => one.ref));
  const element = (tag, into, words) => {
    const made = document.createElement(tag);
    if (words) made.textContent = words;
    into.append(made);
    return made;
  };

  function add(ref) {
    const one = { ref, item: element("li", tray), name: `${say("photo")} ${++number}` };
    one.remove = element("button", one.item, say("photo_remove"));
    one.remove.type = "button";
    one.remove.setAttribute("aria-label", `${say("photo_remove")}: ${one.name}`);
    one.remove.addEventListener("click", () => drop(one));
    items.push(one);
    tray.hidden = false;
    if (ref) show(one);
    return one;
  }

  function show(one) {
    const image = document.createElement("img");
    image.src = `${base}/photos/${one.ref}/small`;
    image.alt = one.name;
    one.bar?.remove();
    one.item.prepend(image);
  }

  function send(file) {
    const one = add("");
    one.bar = document.createElement("progress");
    one.bar.max = 1;
    one.bar.setAttribute("aria-label", one.name);
    one.item.prepend(one.bar);
    const request = one.request = new XMLHttpRequest();
    request.open("POST", `${base}/photos`);
    request.setRequestHeader("X-Chat-Token", token);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.responseType = "json";
    request.timeout = 180000;
    request.upload.onprogress = (news) => { if (news.lengthComputable && news.loaded < news.total) one.bar.value = news.loaded / news.total; else one.bar.removeAttribute("value"); };
    request.onload = () => (request.status === 200 ? arrived(one, request.response.ref) : failed(one, request.response?.error?.words));
    request.onerror = request.ontimeout = () => failed(one);
    request.send(file);
    status("photo_coming");
  }

  function arrived(one, ref) {
    if (items.some((other) => other.ref === ref)) { leave(one); goOn(); return; }
    one.ref = ref;
    show(one);
    remember();
    status("photo_added");
    goOn();
  }

  function failed(one, words) {
    leave(one);
    waiting = null;
    status("");
    problem(words || say("photo_failed"));
  }

  // A message that was to be sent with the photos goes once all of them are there.
  function goOn() {
    if (coming() || !waiting) return;
    const act = waiting;
    waiting = null;
    status("");
    act();
  }

  function leave(one) {
    items.splice(items.indexOf(one), 1);
    one.item.remove();
    tray.hidden = !items.length;
    remember();
  }

  function drop(one) {
    const next = one.item.nextElementSibling || one.item.previousElementSibling;
    one.request?.abort();
    if (one.ref) fetch(`${base}/photos/${one.ref}/remove`, { method: "POST", headers: { "X-Chat-Token": token } }).catch(() => { /* swept in a day */ });
    leave(one);
    (next?.querySelector("button") || input).focus();
    status("photo_removed");
    goOn();
  }

  input.addEventListener("change", () => {
    problem("");
    for (const file of input.files) {
      if (file.size > limit) problem(say("photo_large"));
      else if (items.length >= most) problem(say("photo_most"));
      else send(file);
    }
    input.value = "";
  });
  (store.get("photos") || []).forEach(add);

  return {
    // The photos for a message, which are its own from here on.
    take() {
      const refs = items.map((one) => one.ref).filter(Boolean);
      [...items].forEach(leave);
      number = 0;
      return refs;
    },
    putBack: (refs) => refs?.forEach((ref) => add(ref)),
    // Whether photos are still on their way; then `act` follows when they are there.
    later(act) {
      if (!coming()) return false;
      waiting = act;
      status("photo_coming");
      return true;
    },
  };
};
