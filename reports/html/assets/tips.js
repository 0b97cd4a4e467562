// What a heading means, beside it, while the mouse is over it or the keyboard is on it. Escape closes it.

function startTips() {
  const tip = document.getElementById("tip");
  let owner = null;

  function show(button) {
    const meaning = document.getElementById(button.getAttribute("aria-describedby"));
    if (!meaning) return;
    const term = meaning.previousElementSibling;
    tip.replaceChildren();
    if (meaning.tagName === "DD" && term) tip.append(make("code", {}, term.textContent));
    tip.append(make("p", {}, meaning.textContent));
    owner = button;
    if (!tip.matches(":popover-open")) tip.showPopover();
    place();
  }

  function place() {
    const button = owner.getBoundingClientRect();
    const left = Math.min(Math.max(8, button.left), innerWidth - tip.offsetWidth - 8);
    const below = button.bottom;
    const fits = below + tip.offsetHeight < innerHeight;
    tip.style.left = `${left}px`;
    tip.style.top = `${fits ? below : button.top - tip.offsetHeight}px`;
  }

  function hide() {
    owner = null;
    if (tip.matches(":popover-open")) tip.hidePopover();
  }

  for (const button of document.querySelectorAll("button.sort[aria-describedby]")) {
    button.addEventListener("mouseenter", () => show(button));
    button.addEventListener("focus", () => show(button));
    button.addEventListener("blur", hide);
    button.addEventListener("mouseleave", (event) => {
      if (!tip.contains(event.relatedTarget)) hide();
    });
  }
  tip.addEventListener("mouseleave", hide);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("scroll", () => owner && (owner === document.activeElement ? place() : hide()), { capture: true, passive: true });
}
