// Tidy data for notebooks and spreadsheets (RFC 4180): a row per run and metric, and one per sample of a series.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "reports/export/named_result.h"

namespace stampede::reports {

// Columns: result (the file), scenario, strategy, label, parameters (a JSON object), point.PATH for each path that a
// sweep varied (empty elsewhere), world, repetition, seed, bound, valid, warnings (ids), metric, unit, value, and
// at_least: whether work was still going on when counting stopped, so that this count is a lower bound. Runs that are
// not valid, and bounds, are rows like all others, and marked. Values are those of the result file to the last digit.
std::string metrics_csv(const NamedResults& results);

// Columns: result, scenario, strategy, label, world, repetition, seed, bound, valid, series, unit, time_s (of the begin
// of the step, from when measuring began), value. Steps without a sample have no row; nor has a sweep, which keeps
// none.
std::string series_csv(const NamedResults& results);

// The second file: "out.csv" has "out.series.csv" beside it.
std::filesystem::path series_file(const std::filesystem::path& csv_file);

// A text as a cell. One that begins with =, +, -, @, a tab or a line's end would be a formula for a spreadsheet: it
// gets a ' in front, and so does one that begins with ', so that taking away one leading ' always gives back the text.
std::string csv_text(std::string_view text);

}  // namespace stampede::reports
