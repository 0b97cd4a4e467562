#include "strategies/stored_item.h"

#include <charconv>
#include <stdexcept>

namespace stampede {
namespace {

Duration take_duration(std::string_view& text) {
  Duration::rep count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc() || rest == end || *rest != ':') throw std::runtime_error("not a stored item");
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
  return Duration(count);
}

}  // namespace

std::string encode(const StoredItem& item) {
  std::string text = std::to_string(item.fresh_until.count());
  text += ':';
  text += std::to_string(item.computed_in.count());
  text += ':';
  text += item.value.bytes;
  return text;
}

StoredItem decode_stored_item(std::string_view text) {
  StoredItem item;
  item.fresh_until = take_duration(text);
  item.computed_in = take_duration(text);
  item.value.bytes = text;
  return item;
}

}  // namespace stampede
