// Taking from and adding to either end of a list.
#pragma once

#include <string>
#include <string_view>

#include "simulator/redis/model/client.h"
#include "simulator/redis/model/value.h"

namespace stampede::redis::model {

inline std::string pop_end(List& list, End end) { return end == End::left ? list.pop_front() : list.pop_back(); }

inline void push_end(List& list, End end, std::string_view text) {
  end == End::left ? list.push_front(text) : list.push_back(text);
}

// LEFT or RIGHT. Throws CommandError.
End read_end(std::string_view word);

// From the list of the first word to that of the second. Nil: there is none.
Reply move_element(Call& call, End from, End to);

}  // namespace stampede::redis::model
