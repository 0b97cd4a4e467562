#include "simulator/runtime/stack_pool.h"

#include <sys/mman.h>

#include <array>
#include <new>

#include "simulator/runtime/address_sanitizer.h"

namespace stampede::runtime {

namespace {

constexpr std::size_t kPageBytes = 4096;
constexpr std::size_t kStacksPerSlab = 1024;

#if defined(STAMPEDE_ADDRESS_SANITIZER)
constexpr std::size_t kStackBytes = 256 * 1024;  // sanitizers enlarge every frame
constexpr bool kGuardPages = true;
#elif !defined(NDEBUG)
constexpr std::size_t kStackBytes = 64 * 1024;
constexpr bool kGuardPages = true;
#else
constexpr std::size_t kStackBytes = 32 * 1024;  // untouched pages cost nothing
constexpr bool kGuardPages = false;
#endif

// The stacks' tops would all fall on the same offsets of their pages, and so on the same few sets of the caches.
constexpr std::size_t kShifts = 16;
constexpr std::size_t kShiftBytes = 128;

// What strategies, with a few layers and Redis's client, use.
constexpr std::size_t kTouchedBytes = 2 * kPageBytes;

}  // namespace

void touch_stack() noexcept {
  std::array<std::byte, kTouchedBytes>
      below;  // NOLINT(cppcoreguidelines-pro-type-member-init): a write per page is all
  volatile std::byte* const bytes = below.data();
  for (std::size_t i = 0; i < kTouchedBytes; i += kPageBytes) bytes[i] = std::byte{};
}

StackPool::StackPool() = default;

StackPool::~StackPool() {
  for (void* slab : slabs_) munmap(slab, kStacksPerSlab * kStackBytes);
}

std::size_t StackPool::stack_bytes() { return kStackBytes; }

void StackPool::add_slab() {
  slabs_.reserve(slabs_.size() + 1);
  free_.reserve((slabs_.size() + 1) * kStacksPerSlab);
  void* slab = mmap(nullptr, kStacksPerSlab * kStackBytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (slab == MAP_FAILED) throw std::bad_alloc();
  // Huge pages would make each parked fiber resident as a whole.
  madvise(slab, kStacksPerSlab * kStackBytes, MADV_NOHUGEPAGE);
  slabs_.push_back(slab);
  auto* base = static_cast<std::byte*>(slab);
  for (std::size_t i = kStacksPerSlab; i-- > 0;) {
    std::byte* stack = base + i * kStackBytes;
    if (kGuardPages && mprotect(stack, kPageBytes, PROT_NONE) != 0) throw std::bad_alloc();
    free_.push_back(stack);
  }
}

boost::context::stack_context StackPool::allocate() {
  if (free_.empty()) add_slab();
  auto* stack = static_cast<std::byte*>(free_.back());
  free_.pop_back();
  const std::size_t shift = next_shift_++ % kShifts * kShiftBytes;
  boost::context::stack_context context;
  context.size = kStackBytes - shift;
  context.sp = stack + context.size;
  return context;
}

void StackPool::deallocate(boost::context::stack_context& stack) noexcept {
  std::byte* lowest = static_cast<std::byte*>(stack.sp) - stack.size;
  forget_frames(lowest, stack.size);
  free_.push_back(lowest);
}

}  // namespace stampede::runtime
