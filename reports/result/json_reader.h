// Reading JSON that somebody else may have written: every complaint names the place and what was expected there.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "reports/result/result_json.h"

namespace stampede::reports {

class JsonReader {
 public:
  using Json = nlohmann::ordered_json;

  // `place` starts with the name of the file.
  JsonReader(const Json& json, std::string place) : json_(&json), place_(std::move(place)) {}

  const Json& json() const { return *json_; }

  JsonReader member(const std::string& name) const {
    expect(json_->is_object(), "an object");
    if (!json_->contains(name)) {
      throw ResultError(fmt::format("{}\"{}\" is missing", place_begin(), name));
    }
    return {json_->at(name), inner(name)};
  }
  std::optional<JsonReader> optional_member(const std::string& name) const {
    expect(json_->is_object(), "an object");
    return json_->contains(name) ? std::optional(member(name)) : std::nullopt;
  }

  template <typename Visit>
  void for_each_member(Visit visit) const {
    expect(json_->is_object(), "an object");
    for (const auto& [name, value] : json_->items()) {
      visit(name, JsonReader(value, inner(name)));
    }
  }
  template <typename Visit>
  void for_each_element(Visit visit) const {
    expect(json_->is_array(), "an array");
    for (std::size_t index = 0; index < json_->size(); ++index) {
      visit(JsonReader((*json_)[index], fmt::format("{}[{}]", place_, index)));
    }
  }

  std::string text() const {
    expect(json_->is_string(), "a string");
    return json_->get<std::string>();
  }
  bool flag() const {
    expect(json_->is_boolean(), "true or false");
    return json_->get<bool>();
  }
  double number() const {
    expect(json_->is_number(), "a number");
    return json_->get<double>();
  }
  std::uint64_t whole_number() const {
    expect(json_->is_number_unsigned(), "a whole number from 0 on");
    return json_->get<std::uint64_t>();
  }

  void expect(bool as_expected, const char* expectation) const {
    if (!as_expected) {
      throw ResultError(fmt::format("{}expected {}, found {}", place_begin(), expectation, json_->type_name()));
    }
  }

 private:
  std::string inner(const std::string& name) const {
    return fmt::format("{}{}{}", place_, place_.ends_with(": ") ? "" : ".", name);
  }

  std::string place_begin() const { return place_.ends_with(": ") ? place_ : place_ + ": "; }

  const Json* json_;
  std::string place_;
};

}  // namespace stampede::reports
