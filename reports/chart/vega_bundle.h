// Vega, Vega-Lite and Vega-Embed as one script, with their licenses in front; and what draws with them outside a page.
#pragma once

#include <string_view>

namespace stampede::reports {

// Defines the globals vega, vegaLite and vegaEmbed, and stampedeRows(table), which undoes Table::compact(). Can stand
// in a script element of a page as it is.
std::string_view vega_bundle();

// For Node, around the bundle: what must run before it, and what then renders the variable `charts`.
std::string_view vega_prelude();
std::string_view vega_render();

}  // namespace stampede::reports
