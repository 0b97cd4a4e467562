// Seeding and stepping of the random streams.
#include "simulator/measure/random_stream.h"

#include <bit>

namespace stampede::measure {
namespace {

constexpr std::uint64_t kGoldenGamma = 0x9e3779b97f4a7c15U;

// The output function of SplitMix64: every input bit affects every output bit.
std::uint64_t scramble(std::uint64_t word) {
  word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31U);
}

// FNV-1a: std::hash may differ between standard libraries.
std::uint64_t hash(std::string_view name) {
  std::uint64_t result = 0xcbf29ce484222325U;
  for (const char letter : name) {
    result = (result ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  }
  return result;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name, std::uint64_t first, std::uint64_t second) {
  std::uint64_t state = seed;
  for (const std::uint64_t part : {hash(name), first, second}) {
    state = scramble(state + kGoldenGamma) ^ scramble(part + kGoldenGamma);
    state = scramble(state + kGoldenGamma);
  }
  for (std::uint64_t& word : state_) {
    state += kGoldenGamma;
    word = scramble(state);
  }
}

RandomStream::result_type RandomStream::operator()() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t RandomStream::below(std::uint64_t bound) {
  // The lowest 2^64 mod bound words are thrown away, so that the rest divides evenly.
  const std::uint64_t surplus = (max() - bound + 1) % bound;
  std::uint64_t word = (*this)();
  while (word < surplus) {
    word = (*this)();
  }
  return word % bound;
}

}  // namespace stampede::measure
