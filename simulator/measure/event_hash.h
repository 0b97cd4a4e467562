// A hash over events in their order: equal for runs in which the same happened, and hardly for others.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace stampede::measure {

// Equal on every machine of either byte order. Not meant to resist anybody.
class EventHash {
 public:
  void add(std::uint64_t number) {
    // Murmur's multiplier (Austin Appleby), and a rotation so that the order counts.
    state_ = std::rotl((state_ ^ number) * 0xc6a4a7935bd1e995U, 29) + 0x9e3779b97f4a7c15U;
  }

  void add(std::string_view bytes) {
    add(bytes.size());
    while (bytes.size() >= 8) {
      add(word(bytes.substr(0, 8)));
      bytes.remove_prefix(8);
    }
    if (!bytes.empty()) add(word(bytes));
  }

  std::uint64_t value() const {
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;  // SplitMix64's last steps (Steele, Lea, Flood)
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31U);
  }

 private:
  static std::uint64_t word(std::string_view bytes) {
    if constexpr (std::endian::native == std::endian::little) {
      std::uint64_t number = 0;
      std::memcpy(&number, bytes.data(), bytes.size());
      return number;
    } else {
      std::uint64_t number = 0;
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        number |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8U * i);
      }
      return number;
    }
  }

  std::uint64_t state_ = 0x853c49e6748fea9bU;
};

}  // namespace stampede::measure
