// Puts the chat into a council page. The page holds an ordinary link to the chat, marked data-snicket; it
// works without this script and stays as the way to the full page. Include it once:
//   <a href="https://chat.example.org/" data-snicket>Chat with the council</a>
//   <script src="https://chat.example.org/embed.js" defer></script>
"use strict";
(() => {
  const home = new URL(document.currentScript.src).origin;
  for (const link of document.querySelectorAll("a[data-snicket]")) {
    const frame = document.createElement("iframe");
    frame.src = `${home}/embed?parent=${encodeURIComponent(location.origin)}`;
    frame.title = link.textContent.trim();
    frame.hidden = true;
    frame.loading = "lazy";
    Object.assign(frame.style, { inlineSize: "100%", blockSize: "36rem", maxBlockSize: "85vh", border: "0" });
    link.setAttribute("aria-expanded", "false");
    link.after(frame);

    const show = (open) => {
      frame.hidden = !open;
      link.setAttribute("aria-expanded", String(open));
    };
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !frame.hidden) return;
      event.preventDefault();
      show(true);
      frame.focus();
    });
    window.addEventListener("message", (event) => {
      if (event.origin !== home || event.source !== frame.contentWindow) return;
      if (event.data?.snicket === "close") { show(false); link.focus(); }
      if (event.data?.snicket === "height") frame.style.blockSize = `${Math.max(420, Number(event.data.height) || 0)}px`;
    });
  }
})();
