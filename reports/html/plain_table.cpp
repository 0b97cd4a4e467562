#include "reports/html/plain_table.h"

namespace stampede::reports::html {

Html plain_table(std::string_view what, const std::vector<std::string>& headings, std::size_t texts,
                 const std::vector<std::vector<Html>>& rows) {
  if (rows.empty()) {
    return {};
  }
  const auto kind = [texts](std::size_t column) { return std::string(column < texts ? "words" : "number"); };
  Html head;
  for (std::size_t i = 0; i < headings.size(); ++i) {
    head += element("th", {{"scope", "col"}, {"class", kind(i)}}, text(headings[i]));
  }
  Html body;
  for (const std::vector<Html>& row : rows) {
    Html cells;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells += i == 0 ? element("th", {{"scope", "row"}}, row[i]) : element("td", {{"class", kind(i)}}, row[i]);
    }
    body += element("tr", cells);
  }
  return element(
      "div", {{"class", "scroll"}, {"role", "group"}, {"tabindex", "0"}, {"aria-label", std::string(what)}},
      element("table", {{"class", "plain"}}, element("thead", element("tr", head)) + element("tbody", body)));
}

}  // namespace stampede::reports::html
