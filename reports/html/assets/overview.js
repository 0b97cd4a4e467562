// The matrix of strategies by scenarios shows one measure at a time.

function startOverview() {
  const choice = document.getElementById("measure");
  const table = document.querySelector("table.matrix");
  if (!choice || !table) return;
  const show = () => {
    table.dataset.show = choice.value;
  };
  choice.addEventListener("change", show);
  show();
}
