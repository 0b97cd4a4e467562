#include "simulator/draft/key_shares.h"

namespace stampede::draft {

double share_of_hottest(const scenario::Keys& keys) {
  double hottest = 0;
  for_each_share(keys, [&](double share, double) { hottest = std::fmax(hottest, share); });
  return hottest;
}

}  // namespace stampede::draft
