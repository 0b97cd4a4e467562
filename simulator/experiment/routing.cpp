// See the header.
#include "simulator/experiment/routing.h"

namespace stampede::experiment {

namespace {

Node* next_that_is_there(std::span<const std::unique_ptr<Node>> nodes, std::uint64_t from) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Node& node = *nodes[(from + i) % nodes.size()];
    if (node.takes_requests()) return &node;
  }
  return nullptr;
}

}  // namespace

Node* node_for_request(std::span<const std::unique_ptr<Node>> nodes, std::uint64_t meant_for) {
  Node& node = *nodes[meant_for];
  if (node.takes_requests()) return &node;
  Node* const other = node.refuses_while_away() ? nullptr : next_that_is_there(nodes, meant_for);
  ++(other == nullptr ? node.tolls().requests_refused : node.tolls().requests_rerouted);
  return other;
}

Node* node_for_write(std::span<const std::unique_ptr<Node>> nodes, std::uint64_t meant_for) {
  Node* const node = next_that_is_there(nodes, meant_for);
  if (node == nullptr) ++nodes[meant_for]->tolls().writes_lost;
  return node;
}

}  // namespace stampede::experiment
