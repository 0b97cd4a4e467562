// What looks the same in all charts: colours and shapes of strategies, legends that switch them, tooltips.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "reports/chart/subject.h"

namespace stampede::reports {

// {"field": "strategy", "scale": {...}, "legend": {...}}: one colour per strategy, told apart by the colour-blind, too.
nlohmann::ordered_json colour_channel(const std::vector<Subject>& subjects, bool with_legend = true);
// Of strategies that share a colour, and of those whose runs are not valid.
nlohmann::ordered_json dash_channel(const std::vector<Subject>& subjects);
nlohmann::ordered_json shape_channel(const std::vector<Subject>& subjects);

// A click on a strategy in the legend shows it alone, further clicks add others or take them away.
nlohmann::ordered_json legend_parameter();
// Faint where the legend hides it.
nlohmann::ordered_json shown_opacity(double opacity = 1);

// An entry of a tooltip; `format` as d3 writes it, empty for text.
nlohmann::ordered_json tip(std::string_view field, std::string_view title, std::string_view format = {});

// The names in their order, for sorting.
nlohmann::ordered_json names_of(const std::vector<Subject>& subjects);

// "$schema", "title", "data", and for whoever reads the file "description".
nlohmann::ordered_json chart_frame(const Chart& chart);

}  // namespace stampede::reports
