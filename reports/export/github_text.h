// Text that Markdown, as GitHub renders it, leaves as it is, whatever the names in a scenario contain.
#pragma once

#include <string>
#include <string_view>

namespace stampede::reports {

// For sentences and cells: no emphasis, code, HTML, links, tables, lists, formulas; and by invisible breaks (U+200B) no
// mentions of people or issues, no bare addresses that become links, no emoji by name. Printable, in one line.
std::string github_text(std::string_view text);

// A name, in the letters of code.
std::string github_code(std::string_view text);

// Text with lines of its own, in a block of code.
std::string github_block(std::string_view text);

}  // namespace stampede::reports
