// File names made of names that may hold anything.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stampede::reports {

// Letters, digits and "=_-." of it, at most 80; each run of others is one '_'. Never empty, and never begins with a
// '.' or '-'.
std::string safe_part(std::string_view name);

// Gives each name once, also on file systems that do not tell small from capital letters: a second "a.b.hgrm" is
// "a.b-2.hgrm".
class UniqueNames {
 public:
  std::string unique(const std::string& stem, std::string_view ending);

 private:
  std::set<std::string> given_;
};

}  // namespace stampede::reports
