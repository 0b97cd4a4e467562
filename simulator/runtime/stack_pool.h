// Stacks for fibers: reserved in large slabs, reused last-in first-out. A million stacks in mappings of their
// own would exceed the kernel's limit on mappings, and a free list inside the stacks would touch a page of each.
#pragma once

#include <boost/context/stack_context.hpp>
#include <cstddef>
#include <vector>

namespace stampede::runtime {

// Takes the memory that the calling fiber's next calls will need from the system, so that it is not taken, page by
// page, while somebody waits.
void touch_stack() noexcept;

class StackPool {
 public:
  // Debug and sanitizer builds put an inaccessible page below every stack.
  StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;
  ~StackPool();

  // Throws std::bad_alloc if the address space is exhausted.
  boost::context::stack_context allocate();
  void deallocate(boost::context::stack_context& stack) noexcept;

  static std::size_t stack_bytes();

 private:
  void add_slab();

  std::vector<void*> slabs_;
  std::size_t next_shift_ = 0;
  std::vector<void*> free_;  // lowest address of each free stack
};

// The handle by which Boost allocates from a pool that outlives the fiber.
class PooledStack {
 public:
  explicit PooledStack(StackPool& pool) : pool_(&pool) {}
  boost::context::stack_context allocate() { return pool_->allocate(); }
  void deallocate(boost::context::stack_context& stack) noexcept { pool_->deallocate(stack); }

 private:
  StackPool* pool_;
};

}  // namespace stampede::runtime
