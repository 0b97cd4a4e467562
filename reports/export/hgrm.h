// Histograms in the text format of HdrHistogram's percentile distribution, which its plotter reads (.hgrm).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/export/named_result.h"
#include "reports/export/percentiles.h"

namespace stampede::reports {

struct ExportedFile {
  std::string name;
  std::string text;
};

struct HgrmExport {
  std::vector<ExportedFile> files;
  std::vector<std::string> left_out;  // a sentence for each strategy that has no file
};

// One file for each result, strategy, world (and point of a sweep, should it have kept any) and histogram of latency,
// service time and staleness, with the valid repetitions taken together, "SCENARIO.LABEL.WORLD.HISTOGRAM.hgrm". What
// a file is of, and which repetitions were left out, stands in lines that begin with # behind the usual three, which
// readers skip, with the 99th and
// the 99.9th percentile, which the lines of the format leave out. Values are in the histogram's unit, which its name
// ends with.
HgrmExport hgrm_files(const NamedResults& results);

struct HgrmForm {
  int decimals = 6;          // of values
  unsigned sub_buckets = 0;  // per power of two, as the result file keeps them
};

// The text without those lines. `mean`, if it is known better than the buckets tell.
std::string hgrm_text(const MergedHistogram& histogram, std::optional<double> mean, const HgrmForm& form);

}  // namespace stampede::reports
