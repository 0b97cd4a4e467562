// Scenarios that are wrong in one way each.
#pragma once

#include <string_view>
#include <vector>

namespace stampede::scenario {

struct Malformed {
  std::string_view changes;  // to the valid base scenario
  std::string_view path;
  std::string_view message;
};

// By section of the file.
std::vector<Malformed> malformed_identity();
std::vector<Malformed> malformed_system();
std::vector<Malformed> malformed_keys();
std::vector<Malformed> malformed_pages();
std::vector<Malformed> malformed_calls();
std::vector<Malformed> malformed_origin();
std::vector<Malformed> malformed_network();
std::vector<Malformed> malformed_load();
std::vector<Malformed> malformed_clients();
std::vector<Malformed> malformed_endpoints();
std::vector<Malformed> malformed_schedule();
std::vector<Malformed> malformed_faults();
std::vector<Malformed> malformed_strategies();

}  // namespace stampede::scenario
