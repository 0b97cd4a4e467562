#include "simulator/workload/page.h"

#include <numeric>
#include <utility>

namespace stampede::workload {

std::vector<std::uint64_t> keys_of_page(const scenario::Keys& keys, std::uint64_t key, measure::RandomStream stream) {
  const scenario::Page& page = keys.page.value();
  std::vector<std::uint64_t> all(page.keys);
  std::iota(all.begin(), all.end(), key / page.keys * page.keys);
  if (page.order == scenario::PageOrder::shuffled) {
    for (std::size_t left = all.size(); left > 1; --left) std::swap(all[left - 1], all[stream.below(left)]);
  }
  return all;
}

}  // namespace stampede::workload
