// Opening and closing of stampede episodes.
#include "simulator/measure/stampede_episodes.h"

namespace stampede::measure {

StampedeEpisodes::Closed StampedeEpisodes::close(Episode& episode) {
  const Closed closed{episode.size};
  episode = Episode{};
  return closed;
}

StampedeEpisodes::Episode& StampedeEpisodes::of(std::uint64_t key) {
  if (key >= episodes_.size()) episodes_.resize(key + 1);
  return episodes_[key];
}

StampedeEpisodes::Closed StampedeEpisodes::started(std::uint64_t key, ComputationId id, bool measured) {
  Episode& episode = of(key);
  Closed closed;
  if (episode.under_way == 0 && episode.succeeded) {
    closed = close(episode);
  }
  if (episode.first == kNoComputation) {
    episode.first = id;
  }
  episode.size += measured ? 1 : 0;
  ++episode.under_way;
  return closed;
}

void StampedeEpisodes::finished(std::uint64_t key, ComputationId id, bool ok) {
  Episode& episode = of(key);
  if (episode.first == kNoComputation || id < episode.first) {
    return;  // of an episode that is closed already
  }
  --episode.under_way;
  episode.succeeded = episode.succeeded || ok;
}

StampedeEpisodes::Closed StampedeEpisodes::delivered(std::uint64_t key, ComputationId id) {
  Episode& episode = of(key);
  if (episode.first == kNoComputation || id < episode.first) {
    return {};
  }
  return close(episode);
}

std::vector<StampedeEpisodes::Closed> StampedeEpisodes::close_all() {
  std::vector<Closed> closed;
  for (Episode& episode : episodes_) {
    if (episode.first != kNoComputation) {
      closed.push_back(close(episode));
    }
  }
  return closed;
}

}  // namespace stampede::measure
