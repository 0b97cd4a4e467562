// Titles on the left, and beside each what there is to say of it, wrapped.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace stampede::draft {

class TitledLines {
 public:
  // An empty title goes on with what was said before.
  void add(std::string_view title, std::string_view words);
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace stampede::draft
