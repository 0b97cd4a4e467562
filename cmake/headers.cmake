# The headers that most sources include, compiled once: for the libraries with clang++, and for the tests. The optimizing
# g++ would gain next to nothing, and take more harmless code for dangerous; there each source of a library shows that it
# includes what it uses.
option(STAMPEDE_PRECOMPILED_HEADERS "Compile common headers only once" ON)

set(STAMPEDE_COMMON_HEADERS <nlohmann/json.hpp> <fmt/format.h> <fmt/ranges.h> <boost/intrusive/list.hpp>
                            <boost/intrusive/set.hpp> <algorithm> <array> <charconv> <chrono> <cmath> <deque>
                            <filesystem> <fstream> <functional> <map> <memory> <optional> <set> <span> <sstream>
                            <string> <string_view> <system_error> <unordered_map> <variant> <vector>)

# stampede_common_headers(NAME [HEADER...]): these headers and the common ones, for targets that are compiled with the same
# options.
function(stampede_common_headers name)
  file(CONFIGURE OUTPUT "${name}.cpp" CONTENT "")
  add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
  target_link_libraries(${name} PRIVATE stampede_warnings fmt::fmt nlohmann_json::nlohmann_json)
  if(STAMPEDE_PRECOMPILED_HEADERS)
    target_precompile_headers(${name} PRIVATE ${STAMPEDE_COMMON_HEADERS} ${ARGN})
  endif()
endfunction()

function(stampede_use_headers target name)
  if(STAMPEDE_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  stampede_common_headers(stampede_headers)
  # As the library of strategies is (plugins.cmake), and so all that share these.
  set_target_properties(stampede_headers PROPERTIES POSITION_INDEPENDENT_CODE ON)
endif()
