// What share of all requests each key gets, by its rank.
#pragma once

#include <cmath>
#include <cstdint>
#include <variant>

#include "simulator/estimate/zipf.h"
#include "simulator/scenario/scenario.h"

namespace stampede::draft {

double share_of_hottest(const scenario::Keys& keys);

// Calls see(share, keys) for so many keys that get this share each, most popular first. Ranks of Zipf's law beyond the
// first thousand come together where they differ by less than a percent. A moving popularity counts as uniform.
template <typename See>
void for_each_share(const scenario::Keys& keys, See see) {
  const auto count = static_cast<double>(keys.count);
  if (const auto* hot = std::get_if<scenario::HotKeyPopularity>(&keys.popularity); hot != nullptr && count > 1) {
    see(hot->share, 1.0);
    see((1 - hot->share) / (count - 1), count - 1);
    return;
  }
  const auto* zipf = std::get_if<scenario::ZipfPopularity>(&keys.popularity);
  if (zipf == nullptr) return see(1 / count, count);
  const double sum = estimate::zipf_sum(count, zipf->exponent);
  for (double rank = 1; rank <= count;) {
    const double width = std::fmin(rank < 1000 ? 1 : std::floor(rank / 100), count + 1 - rank);
    see(std::pow(rank + (width - 1) / 2, -zipf->exponent) / sum, width);
    rank += width;
  }
}

}  // namespace stampede::draft
