// Indentation.
#include "reports/result/json_printer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace stampede::reports {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kIndent = 2;

std::string one_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Numbers, or pairs of numbers as in histograms.
bool fits_one_line(const Json& json) {
  const auto plain = [](const Json& element) {
    return element.is_primitive() ||
           (element.is_array() &&
            std::all_of(element.begin(), element.end(), [](const Json& inner) { return inner.is_primitive(); }));
  };
  return json.empty() || !json.is_structured() || (json.is_array() && std::all_of(json.begin(), json.end(), plain));
}

void print(const Json& json, std::size_t depth, std::string& out) {
  if (fits_one_line(json)) {
    out += one_line(json);
    return;
  }
  const std::string margin((depth + 1) * kIndent, ' ');
  const bool object = json.is_object();
  out.push_back(object ? '{' : '[');
  bool first = true;
  for (const auto& [key, element] : json.items()) {
    out.append(first ? "\n" : ",\n").append(margin);
    first = false;
    if (object) {
      out.append(one_line(Json(key))).append(": ");
    }
    print(element, depth + 1, out);
  }
  out.push_back('\n');
  out.append(depth * kIndent, ' ');
  out.push_back(object ? '}' : ']');
}

}  // namespace

std::string print_json(const Json& json) {
  std::string out;
  print(json, 0, out);
  return out;
}

}  // namespace stampede::reports
