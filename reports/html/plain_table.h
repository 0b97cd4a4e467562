// A table without sorting, which scrolls in a region of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/html/markup.h"

namespace stampede::reports::html {

// The first `texts` columns are texts, the others figures. Empty without rows.
Html plain_table(std::string_view what, const std::vector<std::string>& headings, std::size_t texts,
                 const std::vector<std::vector<Html>>& rows);

}  // namespace stampede::reports::html
