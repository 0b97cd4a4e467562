# stampede_plugin(NAME SOURCE...): the target NAME, a plug-in NAME.so from these sources, for stampede --plugin.
function(stampede_plugin name)
  add_library(${name} MODULE ${ARGN})
  target_link_libraries(${name} PRIVATE stampede::plugin)
  # Without a build type nothing would be optimized, and what is slow to compute would be taken for what it costs.
  target_compile_options(${name} PRIVATE "$<$<CONFIG:>:-O2>")
  set_target_properties(${name} PROPERTIES PREFIX "" CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden
                                           VISIBILITY_INLINES_HIDDEN ON)
endfunction()
