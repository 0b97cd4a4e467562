// The files of assets/, as they were when the program was built: cmake/page_assets.cmake.
#pragma once

#include <string_view>

namespace stampede::reports {

std::string_view page_template();
std::string_view page_style();   // all style sheets
std::string_view page_script();  // all scripts, Vega not among them

}  // namespace stampede::reports
