// HTML that cannot be forgotten to be escaped: plain text becomes part of it only by way of text() and of attributes.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace stampede::reports::html {

class Html {
 public:
  Html() = default;

  Html& operator+=(const Html& more) {
    markup_ += more.markup_;
    return *this;
  }
  friend Html operator+(Html left, const Html& right) {
    left += right;
    return left;
  }
  const std::string& markup() const { return markup_; }
  bool empty() const { return markup_.empty(); }

  // For what is markup by the program's own hand. Nothing from a result file may go in here.
  static Html trusted(std::string markup) {
    Html html;
    html.markup_ = std::move(markup);
    return html;
  }

 private:
  std::string markup_;
};

using Attribute = std::pair<std::string_view, std::string>;
using Attributes = std::initializer_list<Attribute>;

// Characters that would be invisible or change the order of others are written as escapes, as in the tables.
Html text(std::string_view plain);
// Line ends and indentation stay; for the inside of <pre>.
Html lines_of_text(std::string_view plain);
// A name from a result: kept apart from the direction of the text around it.
Html name(std::string_view plain);

// A strategy's label: its name, and its parameters below. Of layers, which have parameters each, it stays whole.
Html strategy_name(std::string_view label);

// An attribute whose value is empty stands alone: {"hidden", ""}.
Html element(std::string_view tag, Attributes attributes, const Html& content);
Html element(std::string_view tag, const Html& content);

// JSON for the inside of <script type="application/json">.
std::string script_json(std::string_view json);

}  // namespace stampede::reports::html
