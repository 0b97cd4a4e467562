// Several scenarios side by side: what each came to, and every strategy in each.
#pragma once

#include <vector>

#include "reports/html/markup.h"
#include "reports/html/section.h"

namespace stampede::reports::html {

Html contents(const std::vector<Section>& sections);

// Empty for fewer than two scenarios.
Html overview(const std::vector<Section>& sections);

}  // namespace stampede::reports::html
