#include "shrink.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "simulator/redis/model/numbers.h"

namespace stampede::redis::model {
namespace {

using Fails = std::function<bool(const Sequence&)>;

// Leaves out parts of the sequence, large ones first.
bool drop_steps(Sequence& sequence, const Fails& fails) {
  bool progressed = false;
  for (std::size_t part = std::max<std::size_t>(1, sequence.size() / 2);; part /= 2) {
    for (std::size_t first = 0; first < sequence.size();) {
      Sequence shorter = sequence;
      const std::size_t end = std::min(first + part, sequence.size());
      shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(first),
                    shorter.begin() + static_cast<std::ptrdiff_t>(end));
      if (!shorter.empty() && fails(shorter)) {
        sequence = std::move(shorter);
        progressed = true;
      } else {
        first += part;
      }
    }
    if (part == 1) return progressed;
  }
}

bool drop_words(Sequence& sequence, const Fails& fails) {
  bool progressed = false;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    for (std::size_t word = sequence[i].words.size(); word-- > 1;) {
      Sequence shorter = sequence;
      shorter[i].words.erase(shorter[i].words.begin() + static_cast<std::ptrdiff_t>(word));
      if (!fails(shorter)) continue;
      sequence = std::move(shorter);
      progressed = true;
    }
  }
  return progressed;
}

bool shorten_words(Sequence& sequence, const Fails& fails) {
  constexpr std::array<const char*, 2> kSimple = {"", "a"};
  bool progressed = false;
  for (std::size_t i = 0; i < sequence.size(); ++i) {
    for (std::size_t word = 1; word < sequence[i].words.size(); ++word) {
      for (const char* simple : kSimple) {
        // A number may be a time, and a shorter one might end in the middle of the sequence.
        if (sequence[i].words[word].size() <= 1 || parse_integer(sequence[i].words[word])) break;
        Sequence simpler = sequence;
        simpler[i].words[word] = simple;
        if (!fails(simpler)) continue;
        sequence = std::move(simpler);
        progressed = true;
        break;
      }
    }
  }
  return progressed;
}

}  // namespace

Sequence shrink(Sequence sequence, const Fails& fails) {
  bool progresses = true;
  while (progresses) {
    progresses = drop_steps(sequence, fails);
    progresses = drop_words(sequence, fails) || progresses;
    progresses = shorten_words(sequence, fails) || progresses;
  }
  return sequence;
}

}  // namespace stampede::redis::model
