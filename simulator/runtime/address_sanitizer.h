// What the address sanitizer must be told about fibers. It knows the stacks of threads only: without this it does
// not clean up after exceptions on ours, and then reports overflows where there are none.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define STAMPEDE_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STAMPEDE_ADDRESS_SANITIZER 1
#endif
#endif

#if defined(STAMPEDE_ADDRESS_SANITIZER)
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace stampede::runtime {

// The thread now runs on the stack that `frame`, an address in its outermost frame that catches exceptions, is on.
inline void announce_stack([[maybe_unused]] const void* frame, [[maybe_unused]] std::size_t stack_bytes) noexcept {
#if defined(STAMPEDE_ADDRESS_SANITIZER)
  __sanitizer_start_switch_fiber(nullptr, static_cast<const std::byte*>(frame) - stack_bytes, stack_bytes);
  __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
}

// A fiber's last frames never return, so that nobody else does this.
inline void forget_frames([[maybe_unused]] const void* lowest, [[maybe_unused]] std::size_t bytes) noexcept {
#if defined(STAMPEDE_ADDRESS_SANITIZER)
  __asan_unpoison_memory_region(lowest, bytes);
#endif
}

}  // namespace stampede::runtime
