// A SAX handler that builds the document. The ready-made parser keeps the last of two equal keys and is silent
// about it; a setting that is silently ignored is what strict checking is there to prevent.
#include "simulator/scenario/json_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "simulator/scenario/paths.h"
#include "simulator/scenario/syntax_hint.h"

namespace stampede::scenario {
namespace {

constexpr std::size_t kDeepest = 32;  // far more than any scenario; keeps recursion over the document harmless

class Builder {
 public:
  Builder(std::string_view text, Problems& problems) : text_(text), problems_(problems) {}

  Json take() && { return std::move(root_); }

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(std::int64_t value) { return put(value); }
  bool number_unsigned(std::uint64_t value) { return put(value); }
  bool number_float(double value, const std::string& /*text*/) { return put(value); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(std::vector<std::uint8_t>& /*value*/) { return false; }  // not in text

  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    Frame& frame = frames_.back();
    if (frame.container->contains(name)) {
      problems_.add(path_of_key(frame.path, name), "occurs twice in the same object; keep one of them");
    }
    frame.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*last_token*/, const Json::exception& error) {
    Problem problem = syntax_problem(text_, position, error.what());
    problems_.add(std::move(problem.path), std::move(problem.message));
    return false;
  }

 private:
  struct Frame {
    Json* container;
    std::string path;
    std::string key;  // of the member that comes next
  };

  std::string path_of_next() const {
    if (frames_.empty()) return {};
    const Frame& frame = frames_.back();
    return frame.container->is_array() ? path_of_index(frame.path, frame.container->size())
                                       : path_of_key(frame.path, frame.key);
  }

  // Only the innermost container grows, so pointers to the ones around it stay good.
  Json& place(Json value) {
    if (frames_.empty()) return root_ = std::move(value);
    Frame& frame = frames_.back();
    if (!frame.container->is_array()) return (*frame.container)[frame.key] = std::move(value);
    frame.container->push_back(std::move(value));
    return frame.container->back();
  }

  bool put(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    std::string path = path_of_next();
    if (frames_.size() == kDeepest) {
      problems_.add(std::move(path), fmt::format("is nested more than {} levels deep", kDeepest));
      return false;
    }
    frames_.push_back({&place(std::move(container)), std::move(path), {}});
    return true;
  }

  bool close() {
    frames_.pop_back();
    return true;
  }

  std::string_view text_;
  Problems& problems_;
  Json root_;
  std::vector<Frame> frames_;
};

}  // namespace

std::optional<Json> parse_json(std::string_view text, Problems& problems) {
  constexpr bool whole_text = true;
  constexpr bool comments = true;
  Builder builder(text, problems);
  if (!Json::sax_parse(text, &builder, nlohmann::detail::input_format_t::json, whole_text, comments)) {
    return std::nullopt;
  }
  return std::move(builder).take();
}

}  // namespace stampede::scenario
