// Grouping by deed, and how many names a reader can take.
#include "reports/table/sentence.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

namespace stampede::reports {
namespace {

struct Clause {
  Deed deed;
  std::vector<std::string> names;
};

std::vector<Clause> clauses_of(std::vector<Doer> doers) {
  std::stable_sort(doers.begin(), doers.end(),
                   [](const Doer& left, const Doer& right) { return left.deed.weight > right.deed.weight; });
  std::vector<Clause> clauses;
  for (Doer& doer : doers) {
    auto same = std::find_if(clauses.begin(), clauses.end(),
                             [&](const Clause& clause) { return clause.deed.first == doer.deed.first; });
    if (same == clauses.end()) {
      same = clauses.insert(clauses.end(), Clause{std::move(doer.deed), {}});
    }
    same->names.push_back(std::move(doer.label));
  }
  return clauses;
}

}  // namespace

std::string names_text(const std::vector<std::string>& names, std::size_t names_max) {
  if (names.size() == 1) {
    return names.front();
  }
  // "and 1 more" is hardly shorter than the name.
  const bool all = names.size() <= names_max + 1;
  const std::size_t listed = all ? names.size() - 1 : std::max<std::size_t>(names_max, 1);
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(listed);
  const std::string rest = all ? names.back() : fmt::format("{} more", names.size() - listed);
  return fmt::format("{} and {}", fmt::join(names.begin(), end, ", "), rest);
}

std::string sentence(std::string_view verb, std::vector<Doer> doers) {
  std::string text;
  // "1 more likewise" is hardly shorter than its clause.
  std::size_t room = doers.size() == kNamesMax + 1 ? doers.size() : kNamesMax;
  std::size_t unnamed = 0;
  for (const auto& [deed, names] : clauses_of(std::move(doers))) {
    if (room == 0) {
      unnamed += names.size();
      continue;
    }
    text += text.empty() ? fmt::format("{} {} {}", names_text(names, room), verb, deed.first)
                         : fmt::format("; {} {}", names_text(names, room), deed.later);
    room -= std::min(room, names.size());
  }
  return text + (unnamed > 0 ? fmt::format("; {} more likewise.", unnamed) : ".");
}

}  // namespace stampede::reports
