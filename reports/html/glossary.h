// What each metric means, from the registry: the text behind every heading that explains itself.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "reports/html/markup.h"

namespace stampede::reports::html {

// Of the entry that explains the metric.
std::string glossary_id(std::string_view metric);

// In the order of the registry.
Html glossary(const std::set<std::string>& metrics);

}  // namespace stampede::reports::html
