grid = [[i * 3 + j for j in range(3)] for i in range(3)]
print(grid, [row[1] for row in grid], list(map(list, zip(*grid))), sum(map(sum, grid)), [grid[i][i] for i in range(3)], [c for row in grid for c in row if c % 2])
