// Keys of the figure and review pages; each does what the thing beside which it is named does.
document.addEventListener("keydown", function (event) {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName)) {
    if (event.key === "Escape") at.blur();
    return;
  }
  const beside = { n: "after", p: "before" }[event.key];
  const link = beside && document.getElementById(beside);
  const thing = link || document.querySelector('[data-key="' + CSS.escape(event.key) + '"]');
  if (!thing) return;
  event.preventDefault();
  if (thing.tagName === "SELECT") thing.focus();
  else thing.click();
});
// Undo is about the row settled before, not about the one shown.
document.addEventListener("click", function (event) {
  const button = event.target.closest("button[data-id]");
  if (button) button.form.elements.id.value = button.dataset.id;
});
