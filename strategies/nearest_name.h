// Which known name did somebody mean who wrote an unknown one?
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace stampede {

// Edits (insertion, deletion, replacement, swap of neighbours) that turn one into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The known name that is close enough to be a misspelling, or the only one that begins with `name`.
std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> known);

// For the end of a message: `; did you mean "tags"?`, else `; known: count, tags`, else (many names) nothing.
std::string suggestion(std::string_view name, std::span<const std::string_view> known);

}  // namespace stampede
