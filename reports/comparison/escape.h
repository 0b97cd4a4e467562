// Names that anybody may have chosen, as text in Markdown and XML.
#pragma once

#include <string>
#include <string_view>

namespace stampede::reports {

// Inline code that shows exactly the text, also within a table: nothing in it is taken for markup, a link or a mention.
std::string markdown_code(std::string_view text);

// Text outside code; its Markdown is shown, not interpreted.
std::string markdown_text(std::string_view text);

// For element content and attribute values in double quotes. Characters that XML 1.0 cannot hold at all become visible
// escapes.
std::string xml_text(std::string_view text);

}  // namespace stampede::reports
